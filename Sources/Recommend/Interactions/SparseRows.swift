/// The columns of the ones of each row of a matrix of zeros and ones, row after row.
public struct SparseRows: Hashable, Sendable, Codable {
  /// Where each row begins in ``columns``; one entry more than rows, the first 0.
  public let offsets: [Int]
  /// The columns of all rows in the order of the rows.
  public let columns: [Int32]

  /// How many rows there are.
  public var rowCount: Int { offsets.count - 1 }

  /// How many ones a row has.
  public func count(of row: Int) -> Int { offsets[row + 1] - offsets[row] }

  /// The columns of a row's ones.
  public subscript(row: Int) -> ArraySlice<Int32> { columns[offsets[row]..<offsets[row + 1]] }

  init(offsets: [Int], columns: [Int32]) {
    self.offsets = offsets
    self.columns = columns
  }

  /// Rows by their lengths, or nothing when these are none or a row does not rise below a bound.
  init?(counts: [Int32], columns: [Int32], below bound: Int) {
    var offsets = [0]
    offsets.reserveCapacity(counts.count + 1)
    var sum = 0
    for count in counts {
      guard count >= 0 else { return nil }
      sum += Int(count)
      offsets.append(sum)
    }
    guard sum == columns.count else { return nil }
    for row in counts.indices {
      var last: Int32 = -1
      for column in columns[offsets[row]..<offsets[row + 1]] {
        guard column > last, Int(column) < bound else { return nil }
        last = column
      }
    }
    self.init(offsets: offsets, columns: columns)
  }

  /// Sorts pairs by row, keeping their order within a row.
  init(pairs: some Collection<(Int, Int)>, rowCount: Int) {
    var offsets = [Int](repeating: 0, count: rowCount + 1)
    for (row, _) in pairs { offsets[row + 1] += 1 }
    for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var columns = [Int32](repeating: 0, count: pairs.count)
    for (row, column) in pairs {
      columns[next[row]] = Int32(truncatingIfNeeded: column)
      next[row] += 1
    }
    self.init(offsets: offsets, columns: columns)
  }

  /// The same ones with rows and columns exchanged; each row in rising order.
  func transposed(rowCount: Int) -> SparseRows {
    var offsets = [Int](repeating: 0, count: rowCount + 1)
    for column in columns { offsets[Int(column) + 1] += 1 }
    for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var turned = [Int32](repeating: 0, count: columns.count)
    for row in 0..<self.rowCount {
      for column in self[row] {
        turned[next[Int(column)]] = Int32(truncatingIfNeeded: row)
        next[Int(column)] += 1
      }
    }
    return SparseRows(offsets: offsets, columns: turned)
  }

  /// The same rows but for some.
  func replacing(_ rows: [Int: [Int32]]) -> SparseRows {
    var moved = offsets
    var kept: [Int32] = []
    kept.reserveCapacity(columns.count + rows.values.reduce(0) { $0 + $1.count })
    var (start, growth, next) = (0, 0, 1)
    for (row, new) in rows.sorted(by: { $0.key < $1.key }) {
      while next <= row {
        moved[next] += growth
        next += 1
      }
      kept.append(contentsOf: columns[start..<offsets[row]])
      kept.append(contentsOf: new)
      start = offsets[row + 1]
      growth += new.count - count(of: row)
    }
    while next < moved.count {
      moved[next] += growth
      next += 1
    }
    kept.append(contentsOf: columns[start...])
    return SparseRows(offsets: moved, columns: kept)
  }

  /// Each column of a row once; the rows are in rising order.
  func withoutRepeats() -> SparseRows {
    var offsets = [0]
    offsets.reserveCapacity(self.offsets.count)
    var kept: [Int32] = []
    kept.reserveCapacity(columns.count)
    for row in 0..<rowCount {
      let start = kept.count
      for column in self[row] where kept.count == start || kept.last != column {
        kept.append(column)
      }
      offsets.append(kept.count)
    }
    return SparseRows(offsets: offsets, columns: kept)
  }
}
