internal import DelimitedText
public import TenantStore

/// The codes of a promotion as a table for a spreadsheet.
public enum PromotionCodeFile {
  /// All codes of a promotion with how many orders used them and may use them, in their order.
  public static func bytes(of promotion: String, in scope: TenantScope) async throws -> [UInt8] {
    var writer = DelimitedTextWriter(columns: ["code", "uses", "uses_limit"], hasMark: true)
    var last: String?
    while true {
      let codes = try await scope.promotionCodes(of: promotion, after: last)
      for code in codes {
        writer.append([code.code, "\(code.uses)", code.usesLimit.map(String.init) ?? ""])
      }
      guard let next = codes.last?.code else { return writer.bytes }
      last = next
    }
  }
}
