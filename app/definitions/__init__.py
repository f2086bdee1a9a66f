"""手続定義: the language in which departments write procedures, and all that is known of one.

Pure: it reads text and gives values and diagnostics. It knows no case, no database, no page.
"""
