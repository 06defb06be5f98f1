"""Putting right what a faulty question did: rulings on wordings, who moves, results that follow."""
