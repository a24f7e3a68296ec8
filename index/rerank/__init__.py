"""A question and a text read together: the cross-encoder that scores how likely the text answers."""
