import cat from '../../../photos/cat.jpg?url';
import catAndCoffee from '../../../photos/cat-and-coffee.jpg?url';
import coffee from '../../../photos/coffee.jpg?url';

/** The demo photos of the repository (CC0, photos/CREDITS.md), by name. */
export const samples = [
  { name: 'cat-and-coffee.jpg', text: 'A cat and a cup of coffee', url: catAndCoffee },
  { name: 'cat.jpg', text: 'A cat', url: cat },
  { name: 'coffee.jpg', text: 'A cup of coffee', url: coffee },
] as const;
