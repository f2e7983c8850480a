"""Decision → what leaves the house: messages, mails, signatures, and how a receiver checks them."""
