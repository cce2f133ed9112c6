"""The input pack: how the words of one language are cut and brought to one spelling.

The one place that imports it. A pack offers what stands here: `sentences` cuts a text into
`Sentence`s of clauses and tokens, `tokens` and `word` bring words to the spelling that patterns
of the lexicon are kept in, `british` to that of fact files, `corrected` mends misspelt tokens.
"""

from unclench.told.en.normalise import Sentence, british, sentences, tokens, word
from unclench.told.en.spelling import corrected

__all__ = ["Sentence", "british", "corrected", "sentences", "tokens", "word"]
