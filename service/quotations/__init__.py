"""Is a quotation in the collection, word for word, and where? (`request.verify_text`, `check`)"""
