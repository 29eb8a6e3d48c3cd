internal import DelimitedText
internal import Foundation
internal import TenantStore

/// 业务明细 of one day: GBK tables in an archive, each with lines of words before and after it.
package enum AlipayBill {
  /// The columns that are read; the others say nothing of the ledger.
  private static let first = "支付宝交易号"
  /// The column in which merchants write, so that it may hold a comma of its own.
  private static let free = "商品名称"

  /// The movements of a bill.
  ///
  /// - Parameter bytes: The archive.
  /// - Returns: Payments and refunds.
  /// - Throws: ``ProviderFailure/malformed`` when the archive or a table has another shape.
  static func entries(of bytes: [UInt8]) throws(ProviderFailure) -> [BillEntry] {
    var entries: [BillEntry] = []
    for member in try BillArchive.members(of: bytes) {
      guard let text = TextEncoding.gb18030.text(of: member) else { throw .malformed }
      entries += try self.entries(of: text)
    }
    return entries
  }

  /// The movements of one table; none of one that has no details, such as the sums.
  package static func entries(of text: String) throws(ProviderFailure) -> [BillEntry] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let start = lines.firstIndex(where: { $0.hasPrefix(first) }) else { return [] }
    let names = cells(lines[start])
    func column(_ name: String) throws(ProviderFailure) -> Int {
      guard let index = names.firstIndex(where: { $0.hasPrefix(name) }) else { throw .malformed }
      return index
    }
    let (reference, number) = (try column(first), try column("商户订单号"))
    let (kind, amount) = (try column("业务类型"), try column("订单金额"))
    let (request, free) = (try column("退款批次号"), try column(Self.free))
    var entries: [BillEntry] = []
    for line in lines[(start + 1)...] {
      guard !line.hasPrefix("#") else { break }
      let values = joined(cells(line), to: names.count, at: free)
      guard values.count == names.count else { throw .malformed }
      switch values[kind] {
      case "交易":
        entries.append(
          BillEntry(
            .payment(values[number]),
            amount: try cents(values[amount]),
            currency: "CNY",
            reference: values[reference]
          )
        )
      case "退款":
        entries.append(
          BillEntry(
            .refund(values[request]),
            amount: try cents(values[amount]),
            currency: "CNY",
            reference: values[reference]
          )
        )
      default: continue
      }
    }
    return entries
  }

  /// The values of a line, without the tabs that keep a spreadsheet from rounding numbers.
  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Puts together what a comma in the free column took apart.
  private static func joined(_ values: [String], to count: Int, at free: Int) -> [String] {
    let excess = values.count - count
    guard excess > 0 else { return values }
    let name = values[free...(free + excess)].joined(separator: ",")
    return Array(values[..<free]) + [name] + values[(free + excess + 1)...]
  }

  /// An amount without its sign, which refunds have.
  private static func cents(_ text: String) throws(ProviderFailure) -> Int64 {
    let plain = text.hasPrefix("-") ? String(text.dropFirst()) : text
    guard let yuan = Currency(code: "CNY"), let money = try? Money(decimal: plain, currency: yuan)
    else { throw .malformed }
    return money.minorUnits
  }
}
