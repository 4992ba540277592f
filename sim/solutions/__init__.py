"""Bargaining theory as pure functions on arrays; each answer is a record that says how far it can be trusted.

Sequential games, cooperative solutions on finite sets and on lotteries, coalitions, rings of exchange, and
packages of many assets. Nothing here knows a scenario, draws by itself, or prints.
"""
