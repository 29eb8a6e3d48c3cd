/// Tells in constant time whether a word lies inside a longer one.
struct WordCover: Sendable {
  /// The farthest end of the words that begin at a place, and of those that begin before it.
  private var ends: [Int]
  private var earlierEnds: [Int]

  init(_ words: some Sequence<Range<Int>>, length: Int) {
    ends = Array(repeating: 0, count: length)
    for word in words { ends[word.lowerBound] = max(ends[word.lowerBound], word.upperBound) }
    earlierEnds = []
    earlierEnds.reserveCapacity(length)
    var farthest = 0
    for end in ends {
      earlierEnds.append(farthest)
      farthest = max(farthest, end)
    }
  }

  /// Whether a longer word holds the one at `range`.
  func holds(_ range: Range<Int>) -> Bool {
    earlierEnds[range.lowerBound] >= range.upperBound || ends[range.lowerBound] > range.upperBound
  }
}
