internal import ArgumentParser
internal import Storefront

struct StockImportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes counts in from a file with the columns of stock.csv.",
    discussion: """
      Counts are absolute: the difference to what is there becomes a movement.

      \(ImportArguments.discussion)
      """
  )

  @OptionGroup var arguments: ImportArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await ImportRunner(
      kind: .stock,
      arguments: arguments,
      tenant: tenant.tenant,
      options: options
    )
    .run(in: session)
  }
}

struct StockExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the stock to a file; importing it changes nothing."
  )

  @OptionGroup var arguments: ExportArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await ExportRunner(
      kind: .stock,
      arguments: arguments,
      tenant: tenant.tenant,
      options: options
    )
    .run(in: session)
  }
}
