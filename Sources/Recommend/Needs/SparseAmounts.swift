/// Rows of numbers of which most are zero.
package struct SparseAmounts {
  private(set) var starts = [0]
  private(set) var columns: [Int32] = []
  private(set) var amounts: [Float] = []

  /// No rows yet.
  package init() {}

  /// How many rows there are.
  var count: Int { starts.count - 1 }

  /// Adds to the last row, which `endRow` ends.
  package mutating func append(_ column: Int, _ amount: Float) {
    columns.append(Int32(column))
    amounts.append(amount)
  }

  /// Ends the last row.
  package mutating func endRow() { starts.append(columns.count) }

  /// Where the columns and amounts of a row stand.
  func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// Goes through the columns of a row that are not zero.
  @inline(__always)
  func forEach(_ row: Int, _ body: (Int, Float) -> Void) {
    for index in starts[row]..<starts[row + 1] { body(Int(columns[index]), amounts[index]) }
  }
}
