internal import Foundation

/// Gives the last places of a list to items of which too little is known, so that they can earn signals.
enum ExplorationRule {
  /// How many places of a list are given up; none of a list with fewer than four.
  static func places(of count: Int, share: Double) -> Int {
    guard count >= 4, share > 0 else { return 0 }
    return min(count / 2, max(1, Int((Double(count) * share).rounded())))
  }

  /// Chooses among places by lot, differently for each person and day, the same within a day.
  ///
  /// - Parameters:
  ///   - places: What little is known of.
  ///   - count: How many to choose, 0 or more.
  ///   - seed: What stands for the person.
  ///   - day: A number of the day.
  ///   - numbers: What ``number(of:)`` says of each place.
  ///   - isOpen: Whether a place may be chosen; asked of few.
  /// - Returns: At most so many of the places.
  static func choose(
    _ places: Range<Int>,
    count: Int,
    seed: UInt64,
    day: Int,
    numbers: [UInt64],
    where isOpen: (Int) -> Bool
  ) -> [Int] {
    guard count > 0 else { return [] }
    let salt = seed ^ UInt64(bitPattern: Int64(day)) &* 0x9E37_79B9_7F4A_7C15
    var best: [(key: UInt64, place: Int)] = []
    for place in places {
      // Mixed once more so that near texts are not near numbers.
      var random = SplitMix(seed: salt ^ numbers[place])
      let key = random.next()
      if best.count == count, key >= best[count - 1].key { continue }
      guard isOpen(place) else { continue }
      let rank = best.firstIndex { key < $0.key } ?? best.count
      best.insert((key, place), at: rank)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.place)
  }

  /// A number of a name: FNV-1a (Fowler, Noll and Vo).
  static func number(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// What stands for a person; newcomers share one choice a day.
  static func seed(of person: PersonID?) -> UInt64 {
    guard let person else { return 0 }
    return withUnsafeBytes(of: person.uuid.uuid) { bytes in
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }
}
