internal import Recommend

/// Users and items of several files under the same numbers.
///
/// Items are numbered in the order of their identifiers, because of equally good items the lower number
/// is proposed first: a catalogue numbers its items as they come, and what has been there for longer
/// has had more time to prove itself.
struct UserItemPairs {
  private(set) var users = Vocabulary()
  private(set) var items = Vocabulary()
  private var files: [[(user: Int, item: String)]] = []

  /// Reads files of pairs.
  ///
  /// - Throws: `TaskFileError` that names file, line and column.
  init(_ paths: [String]) throws {
    for path in paths { files.append(try read(path)) }
    let names = Set(files.joined().map(\.item))
    for name in names.sorted(by: Self.isEarlier) { _ = items.add(name) }
  }

  /// The matrix of a file's pairs over all users and items that were read.
  ///
  /// - Parameter file: The place of the file among those that were read.
  /// - Returns: The matrix; pairs that are told twice count once.
  /// - Throws: `InteractionsError` when there are too many users or items.
  func interactions(_ file: Int) throws -> Interactions {
    let pairs = files[file].compactMap { pair in
      items.number(of: pair.item).map { (user: pair.user, item: $0) }
    }
    return try Interactions(pairs: pairs, userCount: users.count, itemCount: items.count)
  }

  private mutating func read(_ path: String) throws -> [(user: Int, item: String)] {
    var table = try TaskTable(path, columns: ["user", "item"])
    var pairs: [(user: Int, item: String)] = []
    while let row = try table.next() {
      for column in 0..<2 where row[column].isEmpty { throw row.error(column, "is empty") }
      pairs.append((users.add(row[0]), row[1]))
    }
    return pairs
  }

  /// Whole numbers by their value, then all others as text.
  private static func isEarlier(_ one: String, _ other: String) -> Bool {
    (Int(one) ?? .max, one) < (Int(other) ?? .max, other)
  }
}
