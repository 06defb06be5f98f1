"""Something is wrong with this question: said by learners, answered by those who teach."""
