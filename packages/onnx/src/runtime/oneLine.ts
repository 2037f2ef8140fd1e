/** `/build/.../session.cc:123 onnxruntime::Status onnxruntime::Run(int) const` or `session.cc:123 Run`. */
const SOURCE_PLACE = /\S+\.(?:cc|cpp|h):\d+ +(?:(?:\S+ +){0,3}?\S*::\S*\([^)]*\)(?: const)? +|[A-Z]\w* +)?/g;

/** `[with KernelInfoType = onnxruntime::OpKernelInfo]`, as the compiler names an instance of a template. */
const TEMPLATE_ARGUMENTS = / ?\[with [^\]]*\]/g;

const FAILED_NODE = /Non-zero status code returned while running (\S+) node\. Name:'([^']*)' Status Message: /g;

/** ONNX element types of which the runtime's binding tells only the number (`TensorProto.DataType`). */
const types: Readonly<Record<string, string>> = { 14: 'complex64', 15: 'complex128', 16: 'bfloat16' };

/**
 * A message of the runtime as one readable line: line breaks and repeated blanks become one blank, the final full stop
 * goes, and so do the places in the runtime's own C++ sources, which help nobody here.
 */
export function oneLine(message: string): string {
  return message
    .replace(SOURCE_PLACE, '')
    .replace(TEMPLATE_ARGUMENTS, '')
    .replace(FAILED_NODE, (_, op: string, name: string) => `the ${op}${name && ` at node '${name}'`}: `)
    .replace(/^Unsupported data type: (\d+)$/, (_, type: string) => {
      return `a value is of type ${types[type] ?? `number ${type}`}, which the runtime cannot hand over: convert the model to float32`;
    })
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
}
