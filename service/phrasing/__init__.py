"""An answer's quotes put into sentences by a language model, each sentence checked against its quotes (`phrase`)."""
