internal import Foundation

/// Gives the last places of a list to items of which too little is known, so that they can earn signals.
enum ExplorationRule {
  /// How many places of a list are given up; none of a list with fewer than four.
  static func places(of count: Int, share: Double) -> Int {
    guard count >= 4, share > 0 else { return 0 }
    return min(count / 2, max(1, Int((Double(count) * share).rounded())))
  }

  /// Chooses among items, differently for each person and day, the same within a day.
  ///
  /// - Parameters:
  ///   - items: What little is known of.
  ///   - count: How many to choose, 0 or more.
  ///   - seed: What stands for the person.
  ///   - day: A number of the day.
  /// - Returns: At most so many of the items.
  static func choose(_ items: [String], count: Int, seed: UInt64, day: Int) -> [String] {
    guard count > 0 else { return [] }
    var best: [(key: UInt64, item: String)] = []
    for item in items {
      var key = seed ^ UInt64(bitPattern: Int64(day)) &* 0x9E37_79B9_7F4A_7C15
      // FNV-1a (Fowler, Noll and Vo), mixed once more so that near texts are not near numbers.
      for byte in item.utf8 { key = (key ^ UInt64(byte)) &* 0x100_0000_01B3 }
      var random = SplitMix(seed: key)
      best.append((random.next(), item))
    }
    return best.sorted { ($0.key, $0.item) < ($1.key, $1.item) }.prefix(count).map(\.item)
  }

  /// What stands for a person; newcomers share one choice a day.
  static func seed(of person: PersonID?) -> UInt64 {
    guard let person else { return 0 }
    return withUnsafeBytes(of: person.uuid.uuid) { bytes in
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }
}
