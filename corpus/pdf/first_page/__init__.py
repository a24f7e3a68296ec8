"""What a first page says of its document: its lines labelled by a learnt model, and the fields read off the labels."""
