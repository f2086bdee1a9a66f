"""紙の様式: the paper on which somebody applies at a counter, made from the same definition.

Can be filled in on a screen or by hand. Knows no case: it is the same for everybody.
"""
