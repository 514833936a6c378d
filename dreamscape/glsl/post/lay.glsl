// lay: draws a layer of reduced resolution over the picture with a bilinear tap. LOWEST: over black, in its place.
// ROOTS: it holds square roots, 2, or fourth roots of half the light, 4.
uniform sampler2D image;
noperspective in vec2 across;
out vec4 colour;

void main() {
    colour = texture(image, across);
#ifdef ROOTS
    colour *= colour;
#if ROOTS == 4
    colour = vec4(2.0 * colour.rgb * colour.rgb, 1.0);
#endif
#endif
#ifdef LOWEST
    colour.a = 1.0;
#endif
}
