// lay: draws a layer of reduced resolution over the picture with a bilinear tap. LOWEST: over black, in its place.
// ROOTED: it holds roots.
uniform sampler2D image;
noperspective in vec2 across;
out vec4 colour;

void main() {
    colour = texture(image, across);
#ifdef ROOTED
    colour *= colour;
#endif
#ifdef LOWEST
    colour.a = 1.0;
#endif
}
