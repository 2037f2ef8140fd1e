#!/usr/bin/env -S MALLOC_MMAP_THRESHOLD_=1048576 node
// glibc keeps what is freed of blocks up to 32 MB, in a heap for each thread; with this threshold weights that the runtime rearranges go back at once.
import '../dist/bundle/main.js';
