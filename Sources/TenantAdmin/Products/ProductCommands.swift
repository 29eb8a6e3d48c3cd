internal import ArgumentParser

struct ProductsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products",
    abstract: "Takes a tenant's products in from files and writes them out.",
    subcommands: [ProductsImportCommand.self, ProductsExportCommand.self]
  )
}
