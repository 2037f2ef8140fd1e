export { caffe } from './caffe.ts';
export { inception } from './inception.ts';
export { torchvision } from './torchvision.ts';
