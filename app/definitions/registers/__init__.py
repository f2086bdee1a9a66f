"""台帳: what the office must keep lists of, read off the definitions.

`procedures` gives the rows of the 手続台帳, `personal_files` the draft of an entry in the
個人情報ファイル簿. What a definition does not know is 「所管課に確認中」. Knows no case.
"""
