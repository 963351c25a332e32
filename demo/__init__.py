"""A small imaginary district: used by the demo, the tests and the manual. No person is real."""
