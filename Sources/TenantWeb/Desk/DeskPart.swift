/// The parts of the desk, in the order of its bar; each leads to the first of its entries.
public enum DeskPart: String, CaseIterable, Sendable {
  /// What was ordered, sent, given back and paid back.
  case orders
  /// What is sold, how much of it is there, and at what price.
  case goods
  /// Who buys, what they say and what they ask.
  case customers
  /// What came of it: money, knowledge, forecasts.
  case business
}
