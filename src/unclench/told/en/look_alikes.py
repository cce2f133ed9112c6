"""Letters of other alphabets that look like ours: a word with one of them is still that word.

From the confusable letters of Unicode Technical Standard 39 (data file confusables.txt), those of
Greek, Cyrillic, Armenian and of phonetic letters that are drawn like a letter of English.
"""

from __future__ import annotations

_SAME = {
    "a": "аαɑ",
    "b": "ЬъƄ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєҽε",
    "f": "ғſ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıɩι",
    "j": "јϳ",
    "k": "кκ",
    "l": "ӏⅼǀ",
    "m": "мⅿ",
    "n": "пηո",
    "o": "оοօ",
    "p": "рρ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսᴜ",
    "v": "νѵᴠ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уγү",
    "z": "ᴢ",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "СϹ",
    "D": "Ꭰ",
    "E": "ЕΕ",
    "F": "Ϝ",
    "G": "Ԍ",
    "H": "НΗ",
    "I": "ІΙӀ",
    "J": "ЈͿ",
    "K": "КΚ",
    "L": "Ꮮ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "V": "Ѵ",
    "W": "Ԝ",
    "X": "ХΧ",
    "Y": "УΥҮ",
    "Z": "Ζ",
}

LOOK_ALIKES = {ord(other): ours for ours, others in _SAME.items() for other in others}
"""Code point -> our letter, for `str.translate`."""
