// smooth: draws a mesh that has one sample a pixel over the picture, each the mean with those beside and above it.
// Uniform: the rectangle's left and bottom in px. Cost: a tap a pixel.
uniform sampler2D image;

#ifdef VERTEX_STAGE
uniform vec2 corner;
flat out vec4 shown;  // what brings a place in the picture to one in the image: px to add, and 1 / px

void main() {
    shown = vec4(0.5 - corner, 1.0 / vec2(textureSize(image, 0)));
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
flat in vec4 shown;
out vec4 colour;

void main() {
    colour = textureLod(image, (gl_FragCoord.xy + shown.xy) * shown.zw, 0.0);
}
#endif
