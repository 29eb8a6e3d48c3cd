/// What whoever evaluates a product has of its maker or seller.
public enum ExpertInterest: String, CaseIterable, Hashable, Sendable {
  /// Nothing.
  case none
  /// The product was given for nothing.
  case sample
  /// The evaluation was paid for.
  case paid
  /// The expert works for the maker or the seller.
  case employed
}
