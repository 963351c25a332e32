"""`make docs`: write the generated pages."""

from docs.generated import pages, set_up

set_up()
for path, text in pages().items():
    path.write_text(text)
