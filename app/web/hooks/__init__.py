"""The door for machines that report to us: payment providers and their webhooks."""
