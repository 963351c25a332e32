"""How dates are typed: day, month, four-digit year, the same in every language of the screens.

Django's Indonesian list also takes two-digit years and the American order, which turn a slip
into another day without a word. Named in FORMAT_MODULE_PATH.
"""
