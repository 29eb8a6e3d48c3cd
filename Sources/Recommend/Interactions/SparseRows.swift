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

  /// The same rows but for one.
  func replacing(row: Int, columns new: [Int32]) -> SparseRows {
    let (start, end) = (offsets[row], offsets[row + 1])
    let growth = new.count - (end - start)
    var moved = offsets
    for place in row + 1..<offsets.count { moved[place] += growth }
    return SparseRows(
      offsets: moved,
      columns: Array(columns[..<start]) + new + Array(columns[end...])
    )
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
