import Commands
import Foundation

@main
struct Main {
    static func main() async {
        let status = await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()))
        exit(status)
    }
}
