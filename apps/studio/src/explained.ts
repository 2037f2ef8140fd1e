/** Two sentences on each control: what it does, and what the paper's authors learnt about it (Smilkov et al. 2017, section in brackets). */
export const explained = {
  method:
    'How the network is asked which pixels matter; SmoothGrad averages the gradient over noisy copies of the photo, because the plain gradient jumps from one pixel’s breadth to the next [2.2]. Guided backpropagation is often the sharpest, and fails on some photos with plain backgrounds [3.3].',
  smooth:
    'Averages this method over noisy copies too: SmoothGrad is a frame around other methods, not a rival of theirs. The paper found that integrated gradients and guided backpropagation gain by it as well [3.4].',
  noise:
    'How much noise each copy of the photo gets, as a share of the range of its pixels. Between 10 and 20 % is usually a good balance: too little changes nothing, too much hides the photo from the network, and the best level depends on the photo [3.2].',
  samples:
    'How many noisy copies are averaged; more make the map smoother, and four times as many halve its error. The eye sees little change beyond 50 [3.2], although the numbers still move: the relative error says how much.',
  seed: 'Which noise is drawn: the same seed gives the same map, on every machine. Structure that stays under another seed belongs to the network, what changes is chance.',
  aggregation:
    'What becomes of the maps of all copies: the paper takes their mean, where signs cancel. The mean of squares, which other tools also call SmoothGrad, and the variance show where the gradient is large or restless, whatever its sign.',
  sampling:
    'Independent draws are the paper’s. Opposite pairs reach the same precision with fewer samples; centred draws must know their number beforehand, so they cannot be continued.',
  sign: 'Whether it counts which way a pixel changes the score. On photos of things in any colour the absolute value is clearer, since a dark ball on white and a white ball on dark have opposite signs; where the sign has a meaning, as on white digits, the positive part is [3.1].',
  reduction:
    'How the three colour channels of a pixel become one number. The sum of magnitudes is the usual choice; the largest channel, their mean and the Euclidean norm look much alike.',
  percentile:
    'Values beyond this percentile are drawn as if they were at it. A few pixels are so much larger than the rest that without it the map would be almost black; the paper caps at the 99th [3.1].',
  timesImage:
    'Multiplies the map by the photo: sharper to look at, but an edge may come from the photo and not from the network. Black pixels are zero and can never light up, however much they matter [3.1].',
  colormap:
    'The colours that stand for the numbers. Grey is the paper’s; a map with two signs needs a colour scale with a middle, such as blue, grey, red.',
  opacity:
    'How strongly the map covers the photo in the overlay. The photo below is greyed, so that colour always means sensitivity.',
  layout:
    'How the photo and the map stand together. Side by side, nothing of the photo can be mistaken for the map; the overlay and the slider show what lies where.',
  scale:
    'Whether each map has a scale of its own, or all share one. A scale of their own shows the structure of each; a shared one shows which has the larger values.',
  backend:
    'Where the network runs: on the graphics device (WebGPU), or on the processor (WebAssembly). Both give the same map up to rounding; the noise is the same bit for bit.',
} as const;
