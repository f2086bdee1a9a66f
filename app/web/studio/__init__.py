"""スタジオの扉: where departments write, prove, look at and propose their procedures."""
