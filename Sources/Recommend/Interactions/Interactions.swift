/// Who took what, as a matrix of users and items in which only the ones are stored.
///
/// Rows and columns are kept in compressed form (CSR and its transpose) in contiguous storage; within
/// a row numbers rise. A pair that is told twice counts once.
public struct Interactions: Hashable, Sendable, Codable {
  /// The items of each user.
  public let byUser: SparseRows
  /// The users of each item.
  public let byItem: SparseRows

  /// How many users there are; numbers run from 0.
  public var userCount: Int { byUser.rowCount }
  /// How many items there are; numbers run from 0.
  public var itemCount: Int { byItem.rowCount }
  /// How many different pairs there are.
  public var pairCount: Int { byUser.columns.count }

  /// Builds the matrix from pairs in any order.
  ///
  /// - Parameters:
  ///   - pairs: A user and an item each; repeated pairs count once.
  ///   - userCount: How many users there are; those without a pair have an empty row.
  ///   - itemCount: How many items there are.
  /// - Throws: ``InteractionsError`` when a pair names a user or item that is not there.
  public init(pairs: [(user: Int, item: Int)], userCount: Int, itemCount: Int)
    throws(InteractionsError)
  {
    guard userCount <= Int(Int32.max), itemCount <= Int(Int32.max) else {
      throw .tooMany(users: userCount, items: itemCount)
    }
    for (index, pair) in pairs.enumerated() {
      guard (0..<userCount).contains(pair.user), (0..<itemCount).contains(pair.item) else {
        throw .outOfRange(pair: index, user: pair.user, item: pair.item)
      }
    }
    // Two passes of counting sort leave each row in order; repeated pairs then stand side by side.
    let items = SparseRows(
      pairs: pairs.lazy.map { ($0.item, $0.user) },
      rowCount: itemCount
    )
    byUser = items.transposed(rowCount: userCount).withoutRepeats()
    byItem = byUser.transposed(rowCount: itemCount)
  }

  /// How many users have at least one item.
  public var activeUserCount: Int { (0..<userCount).count { byUser.count(of: $0) > 0 } }

  private init(byUser: SparseRows, byItem: SparseRows) {
    self.byUser = byUser
    self.byItem = byItem
  }

  /// Builds the matrix from the items of each user, in rising order and each once.
  init(rows: [[Int32]], itemCount: Int) {
    var offsets = [0]
    for row in rows { offsets.append((offsets.last ?? 0) + row.count) }
    byUser = SparseRows(offsets: offsets, columns: rows.flatMap(\.self))
    byItem = byUser.transposed(rowCount: itemCount)
  }

  /// Builds the matrix from rows that rise.
  init(sorted rows: SparseRows, itemCount: Int) {
    self.init(byUser: rows, byItem: rows.transposed(rowCount: itemCount))
  }

  /// The same interactions with other items of one user, in rising order and each once.
  ///
  /// Copies all pairs, but looks only at the items that change.
  func replacing(user: Int, items: [Int32]) -> Self {
    let (before, after) = (Set(byUser[user]), Set(items))
    let own = Int32(truncatingIfNeeded: user)
    var changed: [Int: [Int32]] = [:]
    for item in before.subtracting(after) {
      changed[Int(item)] = byItem[Int(item)].filter { $0 != own }
    }
    for item in after.subtracting(before) {
      let others = byItem[Int(item)]
      changed[Int(item)] = others.filter { $0 < own } + [own] + others.filter { $0 > own }
    }
    return Self(
      byUser: byUser.replacing([user: items]),
      byItem: byItem.replacing(changed)
    )
  }

  /// How many users took the item.
  public func popularity(of item: Int) -> Int { byItem.count(of: item) }
}

/// Why interactions could not be taken.
@nonexhaustive
public enum InteractionsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A pair names a user or an item beyond the counts, or below 0; `pair` counts from 0.
  case outOfRange(pair: Int, user: Int, item: Int)
  /// There are more than 2³¹ − 1 of them.
  case tooMany(users: Int, items: Int)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .outOfRange(let pair, let user, let item):
      "pair \(pair) names user \(user) and item \(item), which are not among those announced; "
        + "number users and items from 0 or raise the counts"
    case .tooMany(let users, let items):
      "\(users) users and \(items) items are more than a model holds; split the tenant's data"
    }
  }
}
