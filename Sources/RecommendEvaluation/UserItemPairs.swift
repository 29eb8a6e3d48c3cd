internal import Recommend

/// Users and items of several files under the same numbers.
struct UserItemPairs {
  private(set) var users = Vocabulary()
  private(set) var items = Vocabulary()

  /// Reads the pairs of a file.
  ///
  /// - Throws: `TaskFileError` that names file, line and column.
  mutating func read(_ path: String) throws -> [(user: Int, item: Int)] {
    var table = try TaskTable(path, columns: ["user", "item"])
    var pairs: [(user: Int, item: Int)] = []
    while let row = try table.next() {
      for column in 0..<2 where row[column].isEmpty { throw row.error(column, "is empty") }
      pairs.append((users.add(row[0]), items.add(row[1])))
    }
    return pairs
  }

  /// The matrix of some pairs over all users and items that were read.
  func interactions(_ pairs: [(user: Int, item: Int)]) throws -> Interactions {
    try Interactions(pairs: pairs, userCount: users.count, itemCount: items.count)
  }
}
