"""The reception: numbers, calls, closing time, appointments, figures."""
