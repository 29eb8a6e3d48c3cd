/// What a cart holds after another one of the same person came to it.
public enum CartMergeRule {
  /// So many pieces of something.
  public struct Piece<Item: Hashable & Sendable>: Hashable, Sendable {
    /// The thing.
    public let item: Item
    /// How many of it.
    public let quantity: Int

    /// Describes pieces.
    public init(_ item: Item, _ quantity: Int) {
      self.item = item
      self.quantity = quantity
    }
  }

  /// The lines that change or are new.
  ///
  /// Who chose something on two devices wants it once: the greater number counts, never the sum. What
  /// has no room in a cart stays where it is.
  /// - Parameters:
  ///   - own: What the cart holds.
  ///   - others: What other carts of the person hold, in the order in which it was chosen.
  /// - Returns: The lines to write, each thing once.
  public static func changes<Item>(of own: [Piece<Item>], by others: [Piece<Item>]) -> [Piece<Item>]
  {
    var quantities = Dictionary(own.map { ($0.item, $0.quantity) }) { first, _ in first }
    var changed: [Item] = []
    for piece in others {
      let known = quantities[piece.item]
      guard known.map({ $0 < piece.quantity }) ?? (quantities.count < Cart.lineLimit) else {
        continue
      }
      quantities[piece.item] = min(piece.quantity, Cart.quantityLimit)
      if !changed.contains(piece.item) { changed.append(piece.item) }
    }
    return changed.compactMap { item in quantities[item].map { Piece(item, $0) } }
  }
}
