import type { Option } from 'commander';

/** An option whose value goes by another name than it has on the command line: that of the configuration. */
export function renamed(option: Option, attribute: string): Option {
  option.attributeName = () => attribute;
  return option;
}
