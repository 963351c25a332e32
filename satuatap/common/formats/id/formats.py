"""Indonesian: 17-08-1990; slashes, full stops or spaces are fine too."""

DATE_INPUT_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]
