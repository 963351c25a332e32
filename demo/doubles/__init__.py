"""People who are on file several times: a synthetic set to judge the finding of doubles by.

`families` makes a population with fathers' names, twins, shared phones and namesakes in real
villages; `errors` is the one table of what goes wrong on file and how often; `clerk` writes a
person down with these errors; `sets` gives the two sets, `queries` the misspelt look-ups.
Nothing here knows how records are matched, and nothing here is ever tuned to it: the error model
and the seeds were committed before any matching code. The set `second` is for reporting only.
Needs neither database nor Django. No person is real.

    python -m demo.doubles first --people 10000 > first.csv
"""
