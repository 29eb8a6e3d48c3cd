/// Text that is compared in a time that grows with its length, and no faster.
///
/// Swift compares texts by their canonical form, for which it sorts each run of combining marks by
/// insertion: a run of 100,000 marks, which one request can hold, would keep a thread busy for
/// minutes. No language writes more than 30 in a row (Unicode Standard Annex 15, Stream-Safe Text
/// Format), so whoever reads text from outside refuses longer runs before anything compares it.
enum StreamSafeText {
  private static let longestRun = 30

  /// Whether no run of combining marks is longer than 30.
  static func isSafe(_ text: String) -> Bool {
    var run = 0
    for scalar in text.unicodeScalars {
      if mayCombine(scalar), scalar.properties.canonicalCombiningClass != .notReordered {
        run += 1
        guard run <= longestRun else { return false }
      } else {
        run = 0
      }
    }
    return true
  }

  /// Spares most text of a shop the look into the tables: what stands before the first mark, and
  /// Chinese characters.
  private static func mayCombine(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x300 && !(0x4E00...0x9FFF).contains(scalar.value)
  }
}
