"""The door for everyone: help and policies, checking a document, health, and the demo's pages."""
