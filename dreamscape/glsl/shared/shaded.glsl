// shaded: the end of a layer that is a colour for each place. Its file defines `vec3 shade(vec2 at)` before it, of a
// place in the picture from 0 to 1, and has no `main` of its own. A film of such a layer alone is packed without a
// picture of it: whatever would read that calls the function (dreamscape/render/in_place.py). Cost: none of its own.
#ifndef IN_PLACE
noperspective in vec2 across;
out vec4 colour;

void main() {
    colour = vec4(shade(across), 1.0);
}
#endif
