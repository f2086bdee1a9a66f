"""形: what may be written in each kind of file, before any name in it is looked up.

Unknown keys are refused everywhere. The words beside each key are for the schema that editors
show to departments. `faults.shaped` turns what pydantic finds into diagnostics.
"""
