#iChannel0 "BufferA"
#iChannel1 "keyboard"
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    fragColor = 2.0 * texelFetch(iChannel0, ivec2(fragCoord), 0) + texelFetch(iChannel1, ivec2(65, 0), 0);
}
